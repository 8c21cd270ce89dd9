package definitions

type Point struct {
	X, Y int `json:"x"`
	*Base
	pkg.Embedded
	nested struct{ a int }
}

type hidden struct{}

type Shape interface {
	fmt.Stringer
	Area(scale float64, units ...string) (float64, error)
	perimeter() float64
}

type Number interface {
	~int | ~float64
}

type Celsius float64

type Handler func(a, b int) error

type (
	ID    = string
	Name  = struct{ first, last string }
	Pairs map[string][]Point
	Empty interface{}
	List[T any, K comparable] struct {
		items []T
	}
)

func New(x, y int, _ string, rest ...Point) *Point { return nil }

func types(int, map[string]func(a, b int), ...string) {}

func none() {}

func Map[T, U any](list []T, f func(T) U) (out []U, err error) {
	type pair struct{ t T }
	type Visitor interface{ Visit(p pair) }
	var a interface{ Unnamed() }
	use(a)
	return
}

func (p *Point) Move(dx, dy int) {}

func (Point) String() string { return "" }

func (l *List[T, K]) Push(item T) {}

func (h hidden) Public() {}

func (p /* value */ *( /* of */ Point)) private() {}

func init() {}

func main() {}
