package io.apibuddy.domain.cache;

import java.util.List;
import java.util.regex.Pattern;

/**
 * SQL in a member of JSON, as BigQuery, Snowflake, Databricks, Cloudflare's D1 and Neon take it. A
 * question to a search engine that begins as a statement does is taken for one.
 */
final class SqlStatement {
  private static final List<String> MEMBERS = List.of("query", "statement", "sql");

  /** White space as it is written within a JSON string. */
  private static final String SPACE = "(?:\\s|\\\\[nrt])";

  private static final String OBJECT =
      "(?:(?:TEMP|TEMPORARY|UNIQUE) )?(?:TABLE|VIEW|INDEX|SCHEMA|DATABASE) ";

  /** With a space for any white space. */
  private static final String CHANGES =
      "(?:INSERT (?:INTO|OVERWRITE) |UPDATE \\S+? SET |DELETE FROM |MERGE INTO |COPY INTO "
          + "|TRUNCATE TABLE |(?:CREATE (?:OR REPLACE )?|ALTER |DROP )"
          + OBJECT
          + ")";

  private static final Pattern CHANGE =
      Pattern.compile(SPACE + "*+" + CHANGES.replace(" ", SPACE + "++"), Pattern.CASE_INSENSITIVE);

  private SqlStatement() {}

  /**
   * Returns whether a body holds one that changes something.
   *
   * @param json the body, or its outline; anything may be in it
   */
  static boolean changes(String json) {
    return MEMBERS.stream()
        .filter(name -> json.contains('"' + name + '"'))
        .flatMap(name -> OutermostMember.texts(json, name).stream())
        .anyMatch(text -> CHANGE.matcher(text).lookingAt());
  }
}
