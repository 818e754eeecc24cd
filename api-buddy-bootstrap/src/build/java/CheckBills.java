import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * Compares the runnable jars with their bills of materials: every class, native library and web
 * file comes from a component of the bill, everything of a component is in the jar, and each
 * component has a version, a licence and a hash.
 *
 * <p>Arguments: the thin jar, then the runnable ones. The components' jars are on the class path.
 */
final class CheckBills {
  private static final String PLACE = "META-INF/sbom/application.cdx.json";
  private static final Map<String, Path> JARS =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .filter(path -> path.toString().endsWith(".jar"))
          .collect(Collectors.toMap(path -> path.getFileName().toString(), Function.identity()));

  private CheckBills() {}

  public static void main(String[] arguments) throws IOException {
    for (String jar : Arrays.asList(arguments).subList(1, arguments.length)) {
      Set<String> accounted = contentOf(Path.of(arguments[0]));
      for (JsonNode component : billIn(jar).get("components")) {
        String name = component.get("name").asText() + "-" + component.get("version").asText();
        Path source = JARS.get(name + ".jar");
        require(source != null, "is made of " + name + ", which is not on its class path", jar);
        require(!component.path("licenses").isEmpty(), "does not say " + name + "'s licence", jar);
        require(!component.path("hashes").isEmpty(), "has no hash of " + name, jar);
        accounted.addAll(contentOf(source));
      }
      Set<String> content = contentOf(Path.of(jar));
      require(
          content.equals(accounted),
          "is not what its bill says: " + difference(content, accounted),
          jar);
    }
  }

  private static void require(boolean condition, String otherwise, String jar) {
    if (!condition) {
      throw new IllegalStateException(jar + " " + otherwise);
    }
  }

  private static JsonNode billIn(String jar) throws IOException {
    try (JarFile file = new JarFile(jar)) {
      ZipEntry entry = file.getEntry(PLACE);
      require(entry != null, "holds no " + PLACE, jar);
      return new ObjectMapper().readTree(file.getInputStream(entry));
    }
  }

  private static Set<String> contentOf(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .filter(CheckBills::isContent)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /**
   * Returns whether a file is compared; the rest of META-INF is merged or left out in a runnable
   * jar.
   */
  private static boolean isContent(String name) {
    if (name.endsWith("module-info.class") || name.contains("/OSGI-INF/")) {
      return false;
    }
    return !name.startsWith("META-INF/")
        || name.startsWith("META-INF/versions/")
        || name.startsWith("META-INF/resources/");
  }

  private static String difference(Set<String> content, Set<String> accounted) {
    Set<String> unaccounted = new TreeSet<>(content);
    unaccounted.removeAll(accounted);
    Set<String> missing = new TreeSet<>(accounted);
    missing.removeAll(content);
    return "unaccounted for " + unaccounted + ", missing " + missing;
  }
}
