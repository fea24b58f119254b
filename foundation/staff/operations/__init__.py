"""The acts on people: who may do them, what they change, and the event that remembers them."""
