package io.apibuddy.domain.cache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a provider's service is worth keeping, as patterns of paths; the rest begins, polls,
 * changes or hands out something, and is passed on. Patterns may name {@linkplain #spelledOut
 * alternatives}.
 *
 * @param name what its rules are called
 * @param hosts where it is, without a tenant's or region's part; {@code *} stands for one label
 * @param read what is asked for with GET
 * @param inferred what is asked for with POST
 * @param service all that belongs to the service
 */
record Provider(
    String name,
    List<String> hosts,
    List<String> read,
    List<String> inferred,
    List<String> service) {

  /**
   * Whatever is known, once it is read. Not in a static initializer, which would hide a mistake.
   */
  private static @Nullable List<Provider> known;

  /** Copies the lists. */
  Provider {
    hosts = List.copyOf(hosts);
    read = List.copyOf(read);
    inferred = List.copyOf(inferred);
    service = List.copyOf(service);
  }

  /**
   * Returns all that are known, as the file has them. It is read when they are first asked for.
   *
   * @throws IllegalArgumentException if the file is not in its form
   */
  static synchronized List<Provider> known() {
    List<Provider> all = known;
    if (all == null) {
      all = ProviderFile.shipped();
      known = all;
    }
    return all;
  }

  /** Returns who serves at a host; a region's has the provider's own name behind its own. */
  static @Nullable Provider at(String host) {
    return at(host, known());
  }

  /** Returns which of some serves at a host: of several the one that names more of it. */
  static @Nullable Provider at(String host, List<Provider> providers) {
    String[] labels = host.split("\\.", -1);
    Provider found = null;
    int longest = 0;
    for (Provider provider : providers) {
      for (String name : provider.hosts) {
        if (name.length() > longest && isAt(labels, name.split("\\.", -1))) {
          found = provider;
          longest = name.length();
        }
      }
    }
    return found;
  }

  private static boolean isAt(String[] host, String[] name) {
    int ahead = host.length - name.length;
    if (ahead < 0) {
      return false;
    }
    for (int i = name.length - 1; i > 0; i--) {
      if (!name[i].equals("*") && !name[i].equals(host[ahead + i])) {
        return false;
      }
    }
    boolean hasLabelOfItsOwn = name.length > 2;
    return host[ahead].equals(name[0]) || (hasLabelOfItsOwn && host[ahead].endsWith("-" + name[0]));
  }

  /**
   * Returns the patterns that one stands for: <code>/v1/{a,b}</code> is {@code /v1/a} and {@code
   * /v1/b}.
   *
   * @throws IllegalArgumentException if its braces are not one pair
   */
  static List<String> spelledOut(String pattern) {
    int open = pattern.indexOf('{');
    int close = pattern.indexOf('}');
    if (open < 0 && close < 0) {
      return List.of(pattern);
    }
    boolean isPair = 0 <= open && open < close;
    if (!isPair || open != pattern.lastIndexOf('{') || close != pattern.lastIndexOf('}')) {
      throw new IllegalArgumentException("not one pair of braces: " + pattern);
    }
    List<String> all = new ArrayList<>();
    for (String each : pattern.substring(open + 1, close).split(",", -1)) {
      all.add(pattern.substring(0, open) + each + pattern.substring(close + 1));
    }
    return all;
  }
}
