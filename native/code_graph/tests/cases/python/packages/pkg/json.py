import json
import logging
