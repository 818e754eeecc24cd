package io.apibuddy.domain.cache;

import java.util.List;
import java.util.regex.Pattern;

/**
 * SQL in a member of JSON, as BigQuery, Snowflake, Databricks and Neon take it. A question to a
 * search engine that reads as a statement does is taken for one; a statement behind another one is
 * not found.
 */
final class SqlStatement {
  private static final List<String> MEMBERS = List.of("\"query\"", "\"statement\"", "\"sql\"");

  /** White space as it is written within a JSON string. */
  private static final String SPACE = "(?:\\s|\\\\[nrt])";

  private static final String COMMENT = "--.*?\\\\[nr]|/\\*.*?\\*/";

  /** What ends at white space, a bracket or the statement's end. */
  private static final String NAME = "(?:[^\\s\\\\(;]|\\\\[^nrt])++";

  private static final String OBJECT =
      "(?:(?:TEMP|TEMPORARY|TRANSIENT|EXTERNAL|MATERIALIZED|UNIQUE) )?"
          + "(?:TABLE|VIEW|INDEX|SCHEMA|DATABASE) (?:IF (?:NOT )?EXISTS )?";

  /** What follows an object's name in a statement, but hardly in a question. */
  private static final String BEHIND =
      "_*+(?:$|[(;]|(?:ADD|ALTER|AS|CASCADE|CLONE|CLUSTER|DROP|LIKE|MODIFY|ON|RENAME|RESTRICT|SET"
          + "|USING)(?: |$))";

  /**
   * With a space for white space, and an underscore for one character of it. Each looks for its
   * words one after the other and does not go back, so that the time grows with the text's length.
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
   * Returns whether a body holds one that changes something.
   *
   * @param json the body, or its outline; anything may be in it
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
