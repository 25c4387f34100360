package dev.refrain.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.ChildJvm;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DevicesTest {

  /// Started in a virtual machine of its own: prints what computes, twice asked, and a sum.
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Tensor numbers = Tensor.of(new float[] {1, 2, 3.5f}, 1, 3);
      Devices.best();
      System.out.println(
          "computed by "
              + Devices.best().description()
              + ": "
              + Devices.best().sum(Matrix.of(numbers)));
    }
  }

  @Test
  void bestIsVectorsWhereTheModuleIs() {
    assertThat(Devices.best().description()).startsWith("vector, ");
    assertThat(Devices.best()).isSameAs(Devices.best());
  }

  @Test
  void withoutTheModuleTheReferenceComputesAfterOneWarning() throws Exception {
    String said = child();
    assertThat(said).contains("computed by reference, float32: 6.5");
    assertThat(said.split("--add-modules jdk.incubator.vector", -1)).hasSize(2);
  }

  @Test
  void aWrongWidthIsReportedNotFatal() throws Exception {
    String said = child("--add-modules", "jdk.incubator.vector", "-Drefrain.vector.bits=96");
    assertThat(said).contains("computed by reference").contains("it must be 128, 256 or 512");
  }

  private static Path folder(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String child(String... flags) throws Exception {
    String classPath = folder(Devices.class) + File.pathSeparator + folder(Child.class);
    Process process = ChildJvm.start(ChildJvm.command(classPath, Child.class, List.of(flags)));
    String said = ChildJvm.output(process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
