const f = (a, b, c) => {
  if (a) {
    if (b) one();
    else two();
  } else {
    zero();
  }
  if (!c) three();
};
