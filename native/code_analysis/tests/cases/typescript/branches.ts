function kind(shape: Shape): string {
  if (shape.round) {
    const name: string = shape.name;
    return name;
  } else if (shape.flat) {
    const name = shape.name;
    return name;
  } else {
    const name: string = shape.name;
    return name;
  }
}
const size = (shape as Round).radius ? <number>one : <number>one;
