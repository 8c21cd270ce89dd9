package odd

const Name = "odd"
