package io.apibuddy.domain.cache;

import io.apibuddy.domain.routing.PercentEncoding;
import java.util.ArrayList;
import java.util.List;

/**
 * Content of type {@code application/x-www-form-urlencoded} (URL Standard section 5).
 *
 * @param content the content or its beginning; anything may be in it
 */
record UrlEncodedForm(String content) {

  /** Returns what the fields of a name hold; what is no code is left as it is. */
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
