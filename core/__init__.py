"""The core: what can be done with a register, without any screen."""
