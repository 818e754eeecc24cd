package io.apibuddy.domain.cache;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Requests that are sent together as the content of one: in an array of a JSON object (OData's JSON
 * batches, as of Microsoft Graph, Azure's, Salesforce's, Parse's, FHIR's bundles), or in parts of
 * type {@code application/http} (OData's other batches, Google's).
 */
final class BatchedRequests {
  private static final String CHANGES = "(?:POST|PUT|PATCH|DELETE|MERGE)";

  private static final List<String> ARRAYS =
      List.of("requests", "batchRequests", "compositeRequest", "entry");
  private static final Pattern METHOD =
      Pattern.compile("\"(?:method|httpMethod)\"\\s*+:\\s*+\"" + CHANGES + '"');

  /** In each text that has such a method; it is looked for on every request with content. */
  private static final String END_OF_METHOD = "ethod\"";

  private static final String PART = "application/http";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("^" + CHANGES + " ", Pattern.MULTILINE);

  private BatchedRequests() {}

  /**
   * Returns whether a body holds some of which one changes something.
   *
   * @param text the body, or its outline, which does not tell; anything may be in it
   */
  static boolean change(String text) {
    return (text.contains(END_OF_METHOD)
            && ARRAYS.stream().anyMatch(name -> isArray(text, name))
            && METHOD.matcher(text).find())
        || (!text.startsWith("{") && text.contains(PART) && REQUEST_LINE.matcher(text).find());
  }

  private static boolean isArray(String json, String name) {
    return json.contains('"' + name + '"') && OutermostMember.isArray(json, name);
  }
}
