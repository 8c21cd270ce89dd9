import thing.core
