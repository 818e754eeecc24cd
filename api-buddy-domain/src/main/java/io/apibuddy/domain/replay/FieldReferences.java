package io.apibuddy.domain.replay;

import io.apibuddy.domain.routing.LinkTargets;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rewrites the references in an answer's fields. */
final class FieldReferences {
  private static final Pattern REFRESH =
      Pattern.compile("(\\s*+[0-9.]*+\\s*+[;,]\\s*+(?i:url)\\s*+=\\s*+)(.*)");

  private FieldReferences() {}

  /** Returns an answer with each reference in its fields changed. */
  static ResponseHead changed(ResponseHead answer, UnaryOperator<String> change) {
    Headers.Builder fields = Headers.builder();
    answer
        .headers()
        .forEach(
            (name, value) ->
                fields.add(
                    name,
                    PortableFields.holdsReferences(name) ? changed(name, value, change) : value));
    return answer.withHeaders(fields.build());
  }

  /**
   * Returns a field's value with each reference changed; ambiguous parts of it are left alone.
   *
   * @param name a field that {@linkplain PortableFields#holdsReferences holds references}
   */
  private static String changed(String name, String value, UnaryOperator<String> change) {
    if (name.equalsIgnoreCase("Link")) {
      // A second opening bracket within a target makes it ambiguous.
      return LinkTargets.changed(
          value, target -> target.indexOf('<') < 0 ? change.apply(target) : target);
    }
    if (name.equalsIgnoreCase("Refresh")) {
      Matcher refresh = REFRESH.matcher(value);
      return refresh.matches() ? refresh.group(1) + change.apply(refresh.group(2)) : value;
    }
    return change.apply(value);
  }
}
