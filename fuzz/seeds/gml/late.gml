Creator "x"
graph [ edge [ target 1 source 2 weight 2.5 layer "x" time 3 multiplicity 2 ]
# a comment ]
node [ size 5 id 1 ] node [ id +002 size "b&amp;g" ] directed 1 ]