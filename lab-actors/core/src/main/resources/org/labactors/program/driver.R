# Calls a function of a file once for each request, for Lab Actors.
#
# Usage: driver.R FILE FUNCTION, in the folder with the files. Requests are R expressions, one a line,
# read from file descriptor 4; answers are JSON objects, one a line, written to 3. All else that is
# printed goes where the standard error goes. Needs nothing but R itself.

local({
  answers <- file("/dev/fd/3", "wb", raw = TRUE)
  requests <- file("/dev/fd/4", "rb", raw = TRUE)
  output <- file.path(dirname(getwd()), "printed")
  options(warn = 1, keep.source = TRUE)

  # --- Values -----------------------------------------------------------------------------------

  quoted <- function(text) {
    text <- enc2utf8(text)
    if (!all(validUTF8(text))) stop("a string is no text in UTF-8", call. = FALSE)
    special <- grepl("[\"\\\\[:cntrl:]]", text)
    if (any(special)) text[special] <- vapply(text[special], escaped, "", USE.NAMES = FALSE)
    paste0("\"", text, "\"")
  }

  escaped <- function(text) {
    codes <- utf8ToInt(text)
    parts <- intToUtf8(codes, multiple = TRUE)
    parts[codes == 34L] <- "\\\""
    parts[codes == 92L] <- "\\\\"
    control <- codes < 32L | codes == 127L
    parts[control] <- sprintf("\\u%04x", codes[control])
    paste(parts, collapse = "")
  }

  # Numbers with a point stay such, so that a column is not of two types.
  number <- function(x) {
    text <- sprintf("%.17g", x)
    whole <- grepl("^-?[0-9]+$", text)
    text[whole] <- paste0(text[whole], ".0")
    text[is.nan(x)] <- "NaN"
    infinite <- is.infinite(x)
    text[infinite] <- ifelse(x[infinite] > 0, "Infinity", "-Infinity")
    text
  }

  atoms <- function(x, name) {
    text <- switch(typeof(x),
      character = quoted(x),
      logical = ifelse(x, "true", "false"),
      integer = sprintf("%d", x),
      double = number(x),
      stop(unrecordable(x, name), call. = FALSE))
    text[is.na(x) & !(is.double(x) & is.nan(x))] <- "null"
    text
  }

  unrecordable <- function(x, name) {
    paste0("'", name, "' is a value of class ", paste(class(x), collapse = ", "), "; results are",
           " numbers, strings, TRUE and FALSE, NULL, vectors, matrices, and lists of these")
  }

  array_of <- function(parts) paste0("[", paste(parts, collapse = ","), "]")

  json <- function(x, name) {
    if (is.null(x)) return("null")
    if (is.factor(x)) x <- as.character(x)
    if (is.list(x)) {
      names <- names(x)
      parts <- lapply(x, json, name)
      if (is.null(names)) return(array_of(parts))
      return(object(names, parts, name))
    }
    as_is <- inherits(x, "AsIs")
    if (is.object(x) && !as_is && !inherits(x, c("table", "noquote"))) {
      stop(unrecordable(x, name), call. = FALSE)
    }
    if (length(dim(x)) > 1) {
      rows <- lapply(seq_len(dim(x)[1]), function(i) {
        part <- asplit(x, 1)[[i]]
        if (length(dim(part)) > 1) part else I(as.vector(part))
      })
      return(array_of(lapply(rows, json, name)))
    }
    parts <- atoms(as.vector(unclass(x)), name)
    if (length(x) == 1 && !as_is && is.null(dim(x))) parts else array_of(parts)
  }

  object <- function(names, parts, name) {
    if (length(names) == 0) return("{}")
    if (anyNA(names) || !all(nzchar(names))) {
      stop("'", name, "' is a list of which some parts have names and some have none", call. = FALSE)
    }
    paste0("{", paste0(quoted(names), ":", parts, collapse = ","), "}")
  }

  row <- function(x, name) {
    if (is.atomic(x) && !is.null(names(x))) x <- as.list(x)
    if (!is.list(x) || (is.null(names(x)) && length(x) > 0)) {
      shown <- paste(utils::head(deparse(x, nlines = 1), 1), collapse = "")
      stop(name, " returned ", substr(shown, 1, 200), "; it must return a named list such as",
           " list(size = 0.5), or a list of these or a data frame for several rows", call. = FALSE)
    }
    if (length(x) == 0) return("{}")
    object(names(x), mapply(json, x, names(x), SIMPLIFY = FALSE), name)
  }

  results <- function(x, name) {
    if (is.data.frame(x)) {
      if (nrow(x) == 0) return("[]")
      columns <- mapply(function(column, title) {
        if (is.list(column)) vapply(column, json, "", title)
        else vapply(seq_along(column), function(i) json(column[[i]], title), "")
      }, x, names(x), SIMPLIFY = FALSE)
      titles <- quoted(names(x))
      rows <- do.call(paste, c(mapply(function(title, column) paste0(title, ":", column), titles,
                                      columns, SIMPLIFY = FALSE), list(sep = ",")))
      return(paste0("[", paste0("{", rows, "}", collapse = ","), "]"))
    }
    if (is.list(x) && is.null(names(x)) && length(x) > 0) {
      return(array_of(vapply(x, row, "", name)))
    }
    row(x, name)
  }

  # --- Answers ----------------------------------------------------------------------------------

  answer <- function(text) {
    writeBin(charToRaw(paste0(text, "\n")), answers)
    flush(answers)
  }

  error <- function(failure, calls) {
    type <- if (inherits(failure, "simpleError")) "Error" else class(failure)[1]
    call <- conditionCall(failure)
    where <- if (is.null(call)) "" else paste0(" in ", deparse(call, nlines = 1)[1])
    lines <- vapply(rev(calls), function(each) {
      place <- attr(each, "srcref")
      file <- if (is.null(place)) "" else {
        paste0(basename(attr(place, "srcfile")$filename), "#", place[1], ": ")
      }
      paste0(file, substr(deparse(each, nlines = 1)[1], 1, 200))
    }, "")
    trace <- paste0("Error", where, ": ", conditionMessage(failure), "\n",
                    if (length(lines)) paste0("Calls, the innermost first:\n",
                                              paste0("  ", lines, collapse = "\n")))
    paste0("\"error\":{\"type\":", quoted(type), ",\"message\":", quoted(conditionMessage(failure)),
           ",\"trace\":", quoted(trace), "}")
  }

  refuse <- function(type, message) {
    answer(paste0("{\"error\":{\"type\":", quoted(type), ",\"message\":", quoted(message), "}}"))
    quit(status = 1)
  }

  # --- The file and the packages that it needs --------------------------------------------------

  packages <- function(code) {
    if (is.call(code)) {
      head <- code[[1]]
      named <- if (is.symbol(head) && length(code) > 1) {
        if (as.character(head) %in% c("library", "loadNamespace", "::", ":::")) code[[2]]
      }
      own <- if (is.symbol(named) || is.character(named)) as.character(named)
      return(c(own, unlist(lapply(as.list(code), packages))))
    }
    if (is.expression(code) || is.pairlist(code)) unlist(lapply(as.list(code), packages))
  }

  load <- function(file, name) {
    needed <- unique(packages(parse(file, keep.source = FALSE)))
    there <- vapply(needed, function(each) nzchar(system.file(package = each)), NA)
    if (!all(there)) {
      refuse("packageNotFoundError",
             paste0("these packages are not on this machine: ",
                    paste(needed[!there], collapse = ", "), ". Install them for ", R.home(),
                    ", or name another Rscript in rscript"))
    }
    sys.source(file, envir = globalenv(), keep.source = TRUE)
    found <- get0(name, envir = globalenv(), inherits = FALSE)
    if (!is.function(found)) {
      functions <- Filter(function(each) is.function(get(each, globalenv())), ls(globalenv()))
      refuse("Error", paste0("there is no function '", name, "' in ", file, "; there are ",
                             if (length(functions)) paste(functions, collapse = ", ") else "none"))
    }
    found
  }

  versions <- function() {
    base <- c("base", "methods", "datasets", "utils", "grDevices", "graphics", "stats", "tools",
              "parallel", "compiler", "splines", "stats4", "grid", "tcltk")
    others <- sort(setdiff(loadedNamespaces(), base))
    found <- c(list(R = as.character(getRversion())),
               lapply(stats::setNames(others, others),
                      function(each) as.character(getNamespaceVersion(each))))
    paste0("{\"ready\":", json(found, "versions"), "}")
  }

  # --- Trials -----------------------------------------------------------------------------------

  arguments <- commandArgs(trailingOnly = TRUE)
  name <- arguments[2]
  simulate <- tryCatch(load(arguments[1], name), error = function(failure) {
    refuse("Error", paste0(arguments[1], " cannot be loaded: ", conditionMessage(failure)))
  })
  wanted <- names(formals(args(simulate)))
  everything <- "..." %in% wanted
  answer(versions())

  printed <- file.size(output)
  while (length(line <- readLines(requests, n = 1L, warn = FALSE)) == 1) {
    request <- eval(parse(text = line, keep.source = FALSE)[[1]])
    given <- request$parameters
    for (extra in c("seed", "replicate")) {
      if ((everything || extra %in% wanted) && !(extra %in% names(given))) {
        given[extra] <- request[extra]
      }
    }
    set.seed(request$seed)
    call <- as.call(c(as.name(name), sapply(names(given), as.name)))
    place <- list2env(given, parent = globalenv())
    assign(name, simulate, envir = place)
    depth <- sys.nframe()
    calls <- list()
    text <- tryCatch(
      paste0("\"results\":", withCallingHandlers(results(eval(call, place), name),
        error = function(failure) calls <<- sys.calls())),
      error = function(failure) {
        # Those of the handlers around it are left out.
        user <- Filter(function(i) identical(calls[[i]][[1]], as.name(name)), seq_along(calls))
        last <- length(calls) - 2L
        mine <- if (length(user) && user[1] <= last) calls[user[1]:last] else list()
        error(failure, mine)
      })
    size <- file.size(output)
    if (!identical(size, printed)) {
      printed <- size
      text <- paste0(text, ",\"printed\":", sprintf("%.0f", size))
    }
    answer(paste0("{\"trial\":", request$trial, ",", text, "}"))
  }
})
