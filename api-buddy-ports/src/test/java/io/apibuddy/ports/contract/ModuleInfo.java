package io.apibuddy.ports.contract;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.Objects;

/**
 * Reads the {@code module-info.class} of a jar or directory, whether it was loaded from the class
 * path or the module path.
 */
public final class ModuleInfo {
  private ModuleInfo() {}

  /** Returns the module descriptor at the root of the jar or directory that contains a class. */
  public static ModuleDescriptor beside(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    String place = Objects.requireNonNull(type.getClassLoader().getResource(name)).toString();
    String root = place.substring(0, place.length() - name.length());
    try (InputStream in = URI.create(root + "module-info.class").toURL().openStream()) {
      return ModuleDescriptor.read(in);
    }
  }
}
