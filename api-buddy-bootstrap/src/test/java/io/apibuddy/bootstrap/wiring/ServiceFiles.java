package io.apibuddy.bootstrap.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;

/** A class loader that sees only the service files that a test wrote. */
public final class ServiceFiles extends URLClassLoader {
  private static final String SERVICES = "META-INF/services/";

  private final Path directory;

  /** Keeps its files in {@code directory}. */
  public ServiceFiles(Path directory) {
    super(new URL[] {url(directory)}, ServiceFiles.class.getClassLoader());
    this.directory = directory;
  }

  /** Names the providers of a service. */
  public ServiceFiles with(Class<?> service, String... providers) {
    Path file = directory.resolve(SERVICES + service.getName());
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.join("\n", providers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.startsWith(SERVICES) ? findResources(name) : super.getResources(name);
  }

  private static URL url(Path directory) {
    try {
      return directory.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
