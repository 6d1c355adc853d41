"""The HTML report: one page that shows a text before and after, with every change marked.

`align` cuts both texts into rows that correspond, `marks` says what is marked
where, `render` makes HTML of one side of a row, `sheet` of the rows of a file,
and `page` puts the page together.
"""
