Creator "a program"
graph [
  directed 1
  node [
    id 1
    label "Ana &amp; Ben"
    graphics [ x 1.5 y [ z 2 ] ]
  ]
  # a remark
  node [ id 18446744073709551615 size 3 ]
  edge [
    source 1
    target 18446744073709551615
    weight 2.5
    layer "x"
  ]
]
