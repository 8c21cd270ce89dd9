import "#internal/a";
import "#internal/missing";
import "#dep";
import "@scope/core/feature";
