package io.apibuddy.domain.cache;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes SQL that changes something, in a member of JSON, as BigQuery, Snowflake, Databricks
 * and Neon accept it, or in a field of a form. The text may be one statement or several, and the
 * change may be within {@code WITH} or after it. A search that reads like a statement is taken for
 * one.
 */
final class SqlStatement {
  private static final List<String> MEMBERS = List.of("query", "statement", "sql");

  private static final String COMMENT = "--[^\\n\\r]*+|/\\*.*?\\*/";
  private static final String IGNORED = "(?:\\s|" + COMMENT + ")*+";

  /** A name: everything up to white space, a bracket or the end of the statement. */
  private static final String NAME = "[^\\s(;]++";

  private static final String OBJECT =
      "(?:(?:TEMP|TEMPORARY|TRANSIENT|EXTERNAL|MATERIALIZED|UNIQUE) )?"
          + "(?:TABLE|VIEW|INDEX|SCHEMA|DATABASE) (?:IF (?:NOT )?EXISTS )?";

  /** Text that follows an object's name in a statement, but hardly in a search. */
  private static final String AFTER_NAME =
      "_*+(?:$|[(;]|(?:ADD|ALTER|AS|CASCADE|CLONE|CLUSTER|DROP|LIKE|MODIFY|ON|RENAME|RESTRICT|SET"
          + "|USING)(?: |$))";

  /**
   * The statements. Each expression looks for its words one after the other and never goes back, so
   * the time grows with the length of the text.
   */
  private static final Pattern CHANGE =
      pattern(
          String.join(
              "|",
              "(?:INSERT|REPLACE INTO) .*?(?:VALUES|SELECT|\\()",
              "UPDATE (?>.*?_SET_).*?=",
              "DELETE (?:.*?_(?:WHERE|RETURNING)_|FROM " + NAME + "_*+;?_*+$)",
              "MERGE (?>.*?_USING_).*?_WHEN_",
              "COPY INTO .*?_FROM_",
              "TRUNCATE TABLE ",
              "CALL " + NAME + "_*+\\(",
              "(?:CREATE (?:OR REPLACE )?|ALTER |DROP )" + OBJECT + NAME + AFTER_NAME));

  /** A {@code WITH} clause up to the bracket that opens its first query. */
  private static final String WITH_AS =
      "WITH (?:RECURSIVE )?"
          + NAME
          + "_*+(?:\\([^()]*+\\)_*+)?AS_*+(?:(?:NOT )?MATERIALIZED_*+)?\\(";

  private static final Pattern WITH = pattern(WITH_AS);

  /**
   * The beginning of a statement that may be followed by one that changes something. Where it is
   * what prose begins with too, there is more of it.
   */
  private static final Pattern OTHER =
      pattern(
          "(?:SELECT|DECLARE|BEGIN|VALUES|PRAGMA)\\b|START TRANSACTION\\b|LOCK TABLES?\\b"
              + "|SET [^;=]*?(?:=|_(?:TO|TRANSACTION)_)"
              + "|(?:SHOW|USE(?: (?:CATALOG|DATABASE|ROLE|SCHEMA|WAREHOUSE))?) [^\\s;]++_*+;"
              + "|EXPLAIN (?:ANALYZE|VERBOSE|SELECT|WITH)\\b|"
              + WITH_AS);

  /** The text after a closing bracket of {@code WITH} if another query follows. */
  private static final Pattern MORE = pattern("(?:,|AS\\b)");

  private SqlStatement() {}

  /**
   * Compiles words in which a space stands for white space, and an underscore for one character of
   * it.
   */
  private static Pattern pattern(String words) {
    return Pattern.compile(
        IGNORED + "(?:" + words.replace(" ", "\\s++").replace("_", "\\s") + ")",
        Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /**
   * Returns whether a body contains a statement that changes something.
   *
   * @param json the body or its outline, which need not be well formed
   */
  static boolean changes(String json) {
    for (String name : MEMBERS) {
      if (json.contains('"' + name + '"')) {
        for (String text : OutermostMember.texts(json, name)) {
          if (isChange(EscapedText.read(text))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Returns whether a field of a form contains a statement that changes something. */
  static boolean changes(UrlEncodedForm form) {
    return MEMBERS.stream()
        .flatMap(name -> form.values(name).stream())
        .anyMatch(SqlStatement::isChange);
  }

  private static boolean isChange(String sql) {
    if (beginsWith(CHANGE, sql, 0, sql.length())) {
      return true;
    }
    if (!beginsWith(OTHER, sql, 0, sql.length())) {
      return false;
    }
    int begin = 0;
    for (int i = 0; i < sql.length(); i = next(sql, i)) {
      if (sql.charAt(i) == ';') {
        if (isOneChange(sql, begin, i)) {
          return true;
        }
        begin = i + 1;
      }
    }
    return isOneChange(sql, begin, sql.length());
  }

  private static boolean isOneChange(String sql, int begin, int end) {
    if (beginsWith(CHANGE, sql, begin, end)) {
      return true;
    }
    Matcher with = WITH.matcher(sql).region(begin, end);
    return with.lookingAt() && isChangeWith(sql, with.end(), end);
  }

  /**
   * Returns whether a query in the brackets of a {@code WITH}, or the statement after them, changes
   * something.
   *
   * @param from the index after the first opening bracket
   */
  private static boolean isChangeWith(String sql, int from, int end) {
    int depth = 1;
    int opened = from;
    for (int i = from; i < end; i = next(sql, i)) {
      char c = sql.charAt(i);
      if (c == '(') {
        opened = depth == 0 ? i + 1 : opened;
        depth++;
      } else if (c == ')') {
        depth--;
        if (depth == 0 && beginsWith(CHANGE, sql, opened, i)) {
          return true;
        }
        if (depth == 0 && !beginsWith(MORE, sql, i + 1, end)) {
          return beginsWith(CHANGE, sql, i + 1, end);
        }
      }
    }
    return false;
  }

  private static boolean beginsWith(Pattern pattern, String sql, int begin, int end) {
    return pattern.matcher(sql).region(begin, end).lookingAt();
  }

  /** Returns the index after the character, quoted text or comment that begins at {@code i}. */
  private static int next(String sql, int i) {
    char c = sql.charAt(i);
    if (c == '\'' || c == '"' || c == '`') {
      return endOfQuoted(sql, i + 1, c);
    }
    if (sql.startsWith("--", i)) {
      return indexAfter(sql, "\n", i);
    }
    return sql.startsWith("/*", i) ? indexAfter(sql, "*/", i + 2) : i + 1;
  }

  private static int endOfQuoted(String sql, int from, char quote) {
    int i = from;
    while (i < sql.length() && sql.charAt(i) != quote) {
      i += sql.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static int indexAfter(String sql, String mark, int from) {
    int found = sql.indexOf(mark, from);
    return found < 0 ? sql.length() : found + mark.length();
  }
}
