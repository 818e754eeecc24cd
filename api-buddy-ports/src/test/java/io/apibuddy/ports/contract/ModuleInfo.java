package io.apibuddy.ports.contract;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.Objects;

/** What a jar's or directory's {@code module-info.class} says, wherever it was loaded from. */
public final class ModuleInfo {
  private ModuleInfo() {}

  /** Reads that which lies beside a class's packages. */
  public static ModuleDescriptor beside(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    String place = Objects.requireNonNull(type.getClassLoader().getResource(name)).toString();
    String root = place.substring(0, place.length() - name.length());
    try (InputStream in = URI.create(root + "module-info.class").toURL().openStream()) {
      return ModuleDescriptor.read(in);
    }
  }
}
