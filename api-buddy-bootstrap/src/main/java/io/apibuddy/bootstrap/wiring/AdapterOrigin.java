package io.apibuddy.bootstrap.wiring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.Collections;
import java.util.List;

/** Names the class and the jar of an adapter, for messages. */
final class AdapterOrigin {
  private static final String SERVICES = "META-INF/services/";

  private AdapterOrigin() {}

  /** Returns the class of an adapter and its jar, if that is known. */
  static String of(Object adapter) {
    CodeSource source = adapter.getClass().getProtectionDomain().getCodeSource();
    String name = adapter.getClass().getName();
    return source == null || source.getLocation() == null
        ? name
        : name + " in " + file(source.getLocation().getPath());
  }

  /**
   * Returns a clause to append to an error message about a provider: the jar that lists it; empty
   * if no jar does.
   *
   * @param service the type of the provider
   * @param message the error message, which contains the class of the provider or the location of
   *     the list
   */
  static String listedFor(Class<?> service, ClassLoader loader, String message) {
    String resource = SERVICES + service.getName();
    try {
      for (URL list : Collections.list(loader.getResources(resource))) {
        String location = list.toString();
        if (message.contains(location) || providers(list).stream().anyMatch(message::contains)) {
          return ", listed in " + file(location.substring(0, location.indexOf(resource)));
        }
      }
    } catch (IOException e) {
      return "";
    }
    return "";
  }

  private static List<String> providers(URL list) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
      return lines.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
  }

  /**
   * Returns the file name at the end of a path, or of the jar's path for a location within a jar.
   */
  private static String file(String location) {
    String path = location.replaceFirst("!?/?$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
