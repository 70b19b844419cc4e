"""article → report: rules over linguistic data, in Kazakh, Russian and English; pure.

text → language → cues → places, numbers, dates → kind → facts and claims. Words come from bot/data, through the values
of `words`.
"""
