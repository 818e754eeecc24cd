package io.apibuddy.bootstrap.system;

import com.example.files.FilesStorageProvider;
import io.apibuddy.ports.store.StorageProvider;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Builds the jar of the adapter in {@code com.example.files} as its author would. */
final class ThirdPartyJar {
  private static final Path SOURCES = Path.of("src", "test", "java", "com", "example", "files");

  private ThirdPartyJar() {}

  /** Compiles against {@code api-buddy-ports} alone and packs the classes with their service. */
  static Path make(Path directory) throws Exception {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    compile(classes);
    Path jar = directory.resolve("files-adapter.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> compiled = Files.walk(classes)) {
      for (Path file : compiled.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        add(out, name, Files.readAllBytes(file));
      }
      add(
          out,
          "META-INF/services/" + StorageProvider.class.getName(),
          FilesStorageProvider.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static void compile(Path classes) throws Exception {
    Path ports =
        Path.of(StorageProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        Stream<Path> sources = Files.list(SOURCES)) {
      List<Path> adapter =
          sources.filter(source -> !source.toString().endsWith("Test.java")).toList();
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("--release", "17", "-proc:none", "-cp", ports + "", "-d", classes + ""),
                  null,
                  files.getJavaFileObjectsFromPaths(adapter))
              .call();
      if (!compiled) {
        throw new AssertionError(messages.toString());
      }
    }
  }

  private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
