package io.apibuddy.domain.cache;

import io.apibuddy.domain.routing.PercentEncoding;
import java.util.ArrayList;
import java.util.List;

/**
 * A form of type {@code application/x-www-form-urlencoded} (URL Standard, section 5).
 *
 * @param content the content or its beginning, which need not be well formed
 */
record UrlEncodedForm(String content) {

  /**
   * Returns the decoded values of the fields of a name, in their order; none if there are no such
   * fields. Malformed percent-encoding is left as it is.
   *
   * @param name the name as it is encoded in the form
   */
  List<String> values(String name) {
    List<String> found = new ArrayList<>();
    String start = name + '=';
    int begin = 0;
    while (begin < content.length()) {
      int next = content.indexOf('&', begin);
      int end = next < 0 ? content.length() : next;
      if (content.startsWith(start, begin)) {
        String value = content.substring(begin + start.length(), end);
        found.add(PercentEncoding.decoded(value.replace('+', ' ')));
      }
      begin = end + 1;
    }
    return found;
  }
}
