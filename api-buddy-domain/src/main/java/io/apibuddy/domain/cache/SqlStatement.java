package io.apibuddy.domain.cache;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognizes SQL that changes something in a member of JSON, as BigQuery, Snowflake, Databricks and
 * Neon accept it. A search that reads like a statement is taken for one; a statement after another
 * one is not found.
 */
final class SqlStatement {
  private static final List<String> MEMBERS = List.of("\"query\"", "\"statement\"", "\"sql\"");

  /** White space as it is written within a JSON string. */
  private static final String SPACE = "(?:\\s|\\\\[nrt])";

  private static final String COMMENT = "--.*?\\\\[nr]|/\\*.*?\\*/";

  /** A name: everything up to white space, a bracket or the end of the statement. */
  private static final String NAME = "(?:[^\\s\\\\(;]|\\\\[^nrt])++";

  private static final String OBJECT =
      "(?:(?:TEMP|TEMPORARY|TRANSIENT|EXTERNAL|MATERIALIZED|UNIQUE) )?"
          + "(?:TABLE|VIEW|INDEX|SCHEMA|DATABASE) (?:IF (?:NOT )?EXISTS )?";

  /** Text that follows an object's name in a statement, but hardly in a search. */
  private static final String BEHIND =
      "_*+(?:$|[(;]|(?:ADD|ALTER|AS|CASCADE|CLONE|CLUSTER|DROP|LIKE|MODIFY|ON|RENAME|RESTRICT|SET"
          + "|USING)(?: |$))";

  /**
   * The statements, with a space for white space and an underscore for one character of it. Each
   * expression looks for its words one after the other and never goes back, so the time grows with
   * the length of the text.
   */
  private static final String CHANGES =
      String.join(
          "|",
          "(?:INSERT|REPLACE INTO) .*?(?:VALUES|SELECT|\\()",
          "UPDATE (?>.*?_SET_).*?=",
          "DELETE (?:.*?_(?:WHERE|RETURNING)_|FROM " + NAME + "_*+;?_*+$)",
          "MERGE (?>.*?_USING_).*?_WHEN_",
          "COPY INTO .*?_FROM_",
          "TRUNCATE TABLE ",
          "CALL " + NAME + "_*+\\(",
          "(?:CREATE (?:OR REPLACE )?|ALTER |DROP )" + OBJECT + NAME + BEHIND);

  private static final Pattern CHANGE =
      Pattern.compile(
          "(?:"
              + SPACE
              + "|"
              + COMMENT
              + ")*+(?:"
              + CHANGES.replace(" ", SPACE + "++").replace("_", SPACE)
              + ")",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private SqlStatement() {}

  /**
   * Returns whether a body contains such a statement.
   *
   * @param json the body or its outline, which need not be well formed
   */
  static boolean changes(String json) {
    for (String member : MEMBERS) {
      if (json.contains(member)) {
        String name = member.substring(1, member.length() - 1);
        for (String text : OutermostMember.texts(json, name)) {
          if (CHANGE.matcher(text).lookingAt()) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
