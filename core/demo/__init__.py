"""The example company: a made-up fire-protection and door company with as many customers as one likes."""
