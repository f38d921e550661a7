"""The demo: its cast, its made-up agencies, and the road to each stage, walked by the same operations as people use."""
