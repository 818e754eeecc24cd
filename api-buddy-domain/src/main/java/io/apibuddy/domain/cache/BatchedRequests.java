package io.apibuddy.domain.cache;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognizes batches: several requests that are the content of one. They are in an array of a JSON
 * object (JSON batches of OData, as in Microsoft Graph, and those of Azure, Salesforce and Parse;
 * bundles of FHIR), or in parts of type {@code application/http} (other batches of OData, and those
 * of Google).
 */
final class BatchedRequests {
  private static final String CHANGES = "(?:POST|PUT|PATCH|DELETE|MERGE)";

  private static final List<String> ARRAYS =
      List.of("requests", "batchRequests", "compositeRequest", "entry");
  private static final Pattern METHOD =
      Pattern.compile("\"(?:method|httpMethod)\"\\s*+:\\s*+\"" + CHANGES + '"');

  /** A quick test for such a method, since every request with content is searched. */
  private static final String END_OF_METHOD = "ethod\"";

  private static final String PART = "application/http";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("^" + CHANGES + " ", Pattern.MULTILINE);

  private BatchedRequests() {}

  /**
   * Returns whether a body is a batch in which some request changes something.
   *
   * @param text the body or its outline, which need not be well formed; in the outline of JSON the
   *     methods are missing
   */
  static boolean containsChange(String text) {
    return (text.contains(END_OF_METHOD)
            && ARRAYS.stream().anyMatch(name -> isArray(text, name))
            && METHOD.matcher(text).find())
        || (!text.startsWith("{") && text.contains(PART) && REQUEST_LINE.matcher(text).find());
  }

  private static boolean isArray(String json, String name) {
    return json.contains('"' + name + '"') && OutermostMember.isArray(json, name);
  }
}
