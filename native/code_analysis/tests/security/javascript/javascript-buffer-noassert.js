buffer.readUInt8(0, true)  // finding: javascript-buffer-noassert
buffer.writeInt32LE(value, 0, true)  // finding: javascript-buffer-noassert
buffer.readUInt8(0)  // fine
buffer.readUInt8(0, false)  // fine
parser.readThing(0, true)  // fine
