import shared.part
import twice.x
