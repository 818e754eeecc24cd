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
 * The header fields of a stored message with credentials masked. An upstream may issue a credential
 * in a cookie, in a field whose name is that of a credential, or in the query of a reference.
 */
final class MaskedFields {

  private MaskedFields() {}

  /** One field line. */
  record Field(String name, String value) {}

  /** Returns the fields of a request, which is stored without credentials. */
  static List<Field> ofRequest(Headers headers) {
    List<Field> fields = new ArrayList<>();
    headers.forEach((name, value) -> add(name, value, fields));
    return fields;
  }

  /**
   * Returns the fields of a response.
   *
   * @param credential whether the field with this name, in lower case, holds a credential
   */
  static List<Field> ofResponse(Headers headers, Predicate<String> credential) {
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

  /**
   * Adds a field under the name it was sent with. A part of the key is stored under its own name
   * and may duplicate the field itself.
   */
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
