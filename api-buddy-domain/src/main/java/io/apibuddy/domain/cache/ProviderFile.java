package io.apibuddy.domain.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Parses {@code providers.ini}, the list of services that the built-in rules know. The comment at
 * its top describes the format. For one use.
 */
final class ProviderFile {
  private static final String NAME = "providers.ini";
  private static final List<String> KEYS = List.of("hosts", "GET", "POST", "polled", "below");
  private static final List<String> EVERYTHING = List.of("/**");

  private final List<Provider> providers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> hosts = new HashSet<>();

  /** The name of the current section, empty before the first one. */
  private String name = "";

  /** The values of the current section by key. */
  private final Map<String, List<String>> values = new HashMap<>();

  private ProviderFile() {}

  /**
   * Returns the providers in the file that is shipped with this class.
   *
   * @throws IllegalArgumentException if the file is malformed
   */
  static List<Provider> shipped() {
    try (InputStream file =
        Objects.requireNonNull(ProviderFile.class.getResourceAsStream(NAME), NAME)) {
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(NAME, e);
    }
  }

  /**
   * Returns the providers in a text of that format, in their order.
   *
   * @throws IllegalArgumentException if the text is malformed; the message names the line
   */
  static List<Provider> parse(String text) {
    ProviderFile file = new ProviderFile();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i <= lines.length; i++) {
      try {
        if (i < lines.length) {
          file.readLine(lines[i].strip());
        } else {
          file.endProvider();
        }
      } catch (IllegalArgumentException e) {
        String place = NAME + ", line " + Math.min(i + 1, lines.length) + ": ";
        throw new IllegalArgumentException(place + e.getMessage(), e);
      }
    }
    return List.copyOf(file.providers);
  }

  private void readLine(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("[") && line.endsWith("]")) {
      endProvider();
      name = line.substring(1, line.length() - 1);
      check(!name.isEmpty() && names.add(name), "empty or repeated name: ", line);
      return;
    }
    int equals = line.indexOf('=');
    String key = line.substring(0, Math.max(0, equals)).strip();
    check(
        KEYS.contains(key), "expected [name], or hosts, GET, POST, polled or below and =: ", line);
    check(!name.isEmpty(), "no [name] before: ", line);
    List<String> all = values.computeIfAbsent(key, any -> new ArrayList<>());
    for (String value : line.substring(equals + 1).split("\\s+", -1)) {
      if (!value.isEmpty()) {
        checkValue(key, value);
        all.add(value);
      }
    }
  }

  private void checkValue(String key, String value) {
    if (key.equals("hosts")) {
      check(hosts.add(value), "repeated host: ", value);
      return;
    }
    for (String path : Provider.alternatives(value)) {
      check(
          path.startsWith("/") || path.startsWith("**"), "pattern must begin with / or **: ", path);
    }
  }

  private void endProvider() {
    if (name.isEmpty()) {
      return;
    }
    List<String> itsHosts = values.getOrDefault("hosts", List.of());
    check(!itsHosts.isEmpty(), "no hosts for ", name);
    providers.add(
        new Provider(
            name,
            itsHosts,
            values.getOrDefault("GET", EVERYTHING),
            values.getOrDefault("POST", List.of()),
            values.getOrDefault("polled", List.of()),
            values.getOrDefault("below", EVERYTHING)));
    values.clear();
  }

  private static void check(boolean holds, String otherwise, String what) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise + what);
    }
  }
}
