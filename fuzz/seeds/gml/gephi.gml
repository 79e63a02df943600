graph
[
  Creator "Gephi"
  directed 0
  node
  [
    id 3
    label "Jos&#233; &quot;Pepe&quot;"
    graphics
    [
      x -216.77
      fill "#c0c0c0"
      deep [ deeper [ x 1 ] ]
    ]
    Degree 2
  ]
  node
  [
    id 11
    label "Rosa"
    Degree 1.5
  ]
  edge
  [
    id 0
    source 3
    target 11
    value 2.0
  ]
]
