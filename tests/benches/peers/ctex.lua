-- What HTML says by classes, in LaTeX: the title, small type, the side on which text stands, turned
-- pages.
local function latex(text) return pandoc.RawBlock("latex", text) end

local function around(before, blocks, after)
  table.insert(blocks, 1, latex(before))
  table.insert(blocks, latex(after))
  return blocks
end

function Header(own)
  if own.level == 1 then
    local line = pandoc.Plain(own.content)
    table.insert(line.content, 1, pandoc.RawInline("latex", "\\papertitle{"))
    table.insert(line.content, pandoc.RawInline("latex", "}"))
    return line
  end
  own.level = own.level - 1
  return own
end

-- A chart stands in the middle of its own line.
function Para(own)
  if #own.content == 1 and own.content[1].t == "Image" then
    table.insert(own.content, 1, pandoc.RawInline("latex", "{\\centering\\noindent "))
    table.insert(own.content, pandoc.RawInline("latex", "\\par}"))
    return own
  end
end

function Div(own)
  local class = own.classes[1]
  if class == "head" then return {} end
  if class == "break" then return latex("\\clearpage") end
  if class == "turned" then return around("\\begin{landscape}", own.content, "\\end{landscape}") end
  if class == "small" then return around("{\\papersmall", own.content, "\\par}") end
  if class == "center" then return around("{\\centering\\noindent", own.content, "\\par}") end
  if class == "right" then return around("{\\raggedleft\\noindent", own.content, "\\par}") end
end

function Span(own)
  local face = own.classes[1]
  local family = ({ kaiti = "\\CJKfamily{kai}", heiti = "\\sffamily", songti = "\\CJKfamily{song}", biaosong = "\\CJKfamily{biaosong}" })[face]
  if family == nil then return own.content end
  table.insert(own.content, 1, pandoc.RawInline("latex", "{" .. family .. " "))
  table.insert(own.content, pandoc.RawInline("latex", "}"))
  return own.content
end
