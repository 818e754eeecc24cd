package io.apibuddy.bootstrap.config;

import io.apibuddy.ports.store.StorageProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The schema of the configuration: every key by its path. Immutable. */
final class Schema {
  /** The section whose members are the mappings. */
  static final String MAPPINGS = "domain_mappings";

  /** The section whose keys stand in a mapping without its name. */
  private static final String CACHE = "cache";

  /** Names of a mapping's keys in other programs or in general sections, for hints. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "url", "upstream",
          "base_url", "upstream",
          "target", "upstream",
          "origin", "upstream",
          "default_ttl", "ttl");

  /** Paths of general keys in other programs, for hints. */
  private static final Map<String, String> OTHER_GENERAL_NAMES =
      Map.of(
          "ttl", "cache.default_ttl",
          "cache.ttl", "cache.default_ttl",
          "cache.path", "cache.database_path",
          "cache.store", "cache.database_path",
          "cache.size", "cache.max_size_mb",
          "cache.max_size", "cache.max_size_mb",
          "security.key", "security.secure_key",
          "admin.key", "admin.secure_key");

  private final List<Key<?>> keys;
  private final List<Key<String>> engineKeys;
  private final Map<String, Key<?>> byPath = new LinkedHashMap<>();
  private final Map<String, Key<?>> byMappingPath = new LinkedHashMap<>();

  /** The length of the longest path of a key within a mapping. */
  private final int longest;

  /** Creates a schema of the keys that always exist. */
  Schema() {
    this(List.of());
  }

  /** Creates a schema of the keys that always exist and those of the engines' own settings. */
  Schema(Collection<StorageProvider> engines) {
    List<Key<?>> all = new ArrayList<>(ServerKeys.ALL);
    all.addAll(CacheKeys.ALL);
    all.addAll(ThrottleKeys.ALL);
    all.addAll(SecurityKeys.ALL);
    all.addAll(OtherKeys.ALL);
    Set<@Nullable String> taken = new HashSet<>();
    all.forEach(key -> taken.add(key.path()));
    engineKeys =
        EngineKeys.of(engines).stream().filter(key -> !taken.contains(key.path())).toList();
    all.addAll(engineKeys);
    keys = List.copyOf(all);
    for (Key<?> key : keys) {
      if (key.path() != null) {
        byPath.put(key.path(), key);
      }
      if (key.mappingPath() != null) {
        byMappingPath.put(key.mappingPath(), key);
      }
    }
    longest = byMappingPath.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /** Returns every key, section by section. */
  List<Key<?>> keys() {
    return keys;
  }

  /** Returns the keys of the engines' own settings. */
  List<Key<String>> engineKeys() {
    return engineKeys;
  }

  /**
   * Returns the keys of mappings by their paths within a mapping, or the general keys by their
   * paths.
   */
  Map<String, Key<?>> paths(boolean inMapping) {
    return inMapping ? byMappingPath : byPath;
  }

  /** Returns whether {@code path} is a section of keys. */
  boolean isSection(String path, boolean inMapping) {
    return paths(inMapping).keySet().stream().anyMatch(known -> known.startsWith(path + "."));
  }

  /** Returns the names of the top-level sections, the one of the mappings included. */
  Set<String> sections() {
    Set<String> sections = new TreeSet<>();
    byPath.keySet().stream()
        .filter(path -> path.contains("."))
        .forEach(path -> sections.add(path.substring(0, path.indexOf('.'))));
    sections.add(MAPPINGS);
    return sections;
  }

  /**
   * Finds the setting at a dotted path, in which an alias may contain dots as well. An alias's
   * limits are also found below {@code throttling.domain_limits}, and {@code callbacks} at the path
   * of each event.
   *
   * @return the setting, null if there is no such key
   */
  @Nullable Setting resolve(String path) {
    Key<?> key = byPath.get(path);
    if (key != null) {
      return Setting.of(key);
    }
    if (path.startsWith(CallbackNames.PREFIX)) {
      return Setting.of(OtherKeys.CALLBACKS);
    }
    String limits = ThrottleKeys.DOMAIN_LIMITS.path() + ".";
    if (path.equals(limits) || path.equals(MAPPINGS + ".")) {
      return null; // an alias is missing
    }
    if (path.startsWith(limits)) {
      return new Setting(path.substring(limits.length()), ThrottleKeys.LIMITS);
    }
    if (!path.startsWith(MAPPINGS + ".")) {
      return null;
    }
    String rest = path.substring(MAPPINGS.length() + 1);
    for (int dot = firstDot(rest, longest); dot >= 0; dot = rest.indexOf('.', dot + 1)) {
      Key<?> mappingKey = byMappingPath.get(rest.substring(dot + 1));
      if (mappingKey != null) {
        return new Setting(rest.substring(0, dot), mappingKey);
      }
    }
    return new Setting(rest, OtherKeys.UPSTREAM);
  }

  /**
   * Returns a hint for a path that names an alias with dots but whose value is no URL: its end may
   * be a misspelt key of a mapping. Empty if it resembles none.
   */
  String misspelt(String path, Object value) {
    String text = String.valueOf(value);
    Setting found = resolve(path);
    String rest = found == null ? "" : found.alias();
    boolean wholeIsAlias = path.equals(MAPPINGS + "." + rest);
    return wholeIsAlias && !text.startsWith("http://") && !text.startsWith("https://")
        ? misspelt(rest)
        : "";
  }

  private String misspelt(String aliasAndKey) {
    for (int dot = firstDot(aliasAndKey, 2 * longest); // a longer end resembles no key
        dot >= 0;
        dot = aliasAndKey.indexOf('.', dot + 1)) {
      String hint = hint(aliasAndKey.substring(dot + 1), true);
      if (!hint.isEmpty()) {
        return hint;
      }
    }
    return "";
  }

  /** Returns the paths of general keys in other programs, each with the key's own path. */
  Map<String, String> otherNames() {
    return OTHER_GENERAL_NAMES;
  }

  /**
   * Returns the index of the first dot that at most {@code max} characters follow, -1 if there is
   * none.
   */
  private static int firstDot(String text, int max) {
    return text.indexOf('.', Math.max(0, text.length() - max - 1));
  }

  /** Returns the message about a path outside mappings that is not a key's. */
  String unknown(String path) {
    return isSection(path, false) || path.equals(MAPPINGS)
        ? "is a section; set its keys one by one"
        : "unknown key" + hint(path, false);
  }

  /**
   * Returns half a sentence that names the known path nearest to an unknown one, empty if none is
   * near.
   */
  String hint(String path, boolean inMapping) {
    return inMapping ? hintInMapping(path) : hint(path);
  }

  private String hint(String path) {
    String otherName = OTHER_GENERAL_NAMES.get(path);
    if (otherName != null) {
      return NearestName.suggestion(otherName);
    }
    List<String> candidates = new ArrayList<>(byPath.keySet());
    candidates.addAll(sections());
    return NearestName.hint(path, candidates);
  }

  private String hintInMapping(String path) {
    if (path.equals(CACHE)) {
      return "; the keys of " + CACHE + " stand in a mapping without it, such as policy";
    }
    String name = path.startsWith(CACHE + ".") ? path.substring(CACHE.length() + 1) : path;
    String meant = byMappingPath.containsKey(name) ? name : OTHER_NAMES.get(name);
    if (meant == null) {
      meant = elsewhere(name);
    }
    return meant == null
        ? NearestName.hint(name, byMappingPath.keySet())
        : NearestName.suggestion(meant);
  }

  /**
   * Returns what a path within a mapping means that is known in another place: a general key, or
   * the key, set as a whole, of which it would be a member. Null if it is none.
   */
  private @Nullable String elsewhere(String path) {
    String general = CACHE + "." + path;
    if (byPath.containsKey(general)) {
      return general;
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      String whole = path.substring(0, dot);
      if (byMappingPath.containsKey(whole)) {
        return whole;
      }
    }
    return null;
  }
}
