export const List = <T,>({ items }: { items: T[] }) => (
  <ul>{items?.map((item) => <li>{String(item)}</li>)}</ul>
);
