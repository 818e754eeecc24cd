package io.apibuddy.bootstrap.admin;

import io.apibuddy.bootstrap.config.ConfigurationDocument;
import io.apibuddy.domain.replay.PortableFields;
import io.apibuddy.domain.replay.PortableRequest;
import io.apibuddy.ports.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Fields of a stored message as they may be shown: an upstream may have given its client a
 * credential in a cookie, in a field that goes by the name of one, or in a reference's query.
 */
final class ShownFields {

  private ShownFields() {}

  /** One field line. */
  record Field(String name, String value) {}

  /** Returns those of a request, which is stored without credentials. */
  static List<Field> ofRequest(Headers headers) {
    List<Field> fields = new ArrayList<>();
    headers.forEach((name, value) -> add(name, value, fields));
    return fields;
  }

  /**
   * Returns those of an answer.
   *
   * @param credential tells fields that hold credentials by their names in lower case
   */
  static List<Field> ofAnswer(Headers headers, Predicate<String> credential) {
    List<Field> fields = new ArrayList<>();
    headers.forEach(
        (name, value) ->
            fields.add(
                new Field(
                    name,
                    credential.test(name.toLowerCase(Locale.ROOT))
                        ? ConfigurationDocument.MASK
                        : shown(name, value))));
    return fields;
  }

  /** A request keeps a part of its key under a name of its own, maybe beside the field itself. */
  private static void add(String name, String value, List<Field> fields) {
    String sent = PortableRequest.sentName(name);
    Field field = new Field(sent, shown(sent, value));
    if (sent.equals(name) || !fields.contains(field)) {
      fields.add(field);
    }
  }

  private static String shown(String name, String value) {
    if (PortableFields.isCookie(name)) {
      return ConfigurationDocument.MASK;
    }
    int query = PortableFields.holdsReferences(name) ? value.indexOf('?') : -1;
    return query < 0 ? value : value.substring(0, query + 1) + ConfigurationDocument.MASK;
  }
}
