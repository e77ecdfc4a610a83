package io.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.wire.json.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bill of materials and the list of licences beside the product say what is in it, and no more of where it was built. */
class SupplyChainIT {

    private static final Path PRODUCT = Path.of("../gateway/target/fairlead");

    @Test
    void everyJarOfTheProduct_isInTheBillOfMaterials_byItsHash() throws Exception {
        Set<String> listed = components().stream()
                .flatMap(component -> hashes(component).stream())
                .collect(Collectors.toSet());

        for (Path jar : jars()) {
            // Not a dependency: the product itself, and its other half
            if (!jar.getFileName().toString().matches("(gateway|broker-adapter)-.*")) {
                assertThat(listed).as(jar.getFileName().toString()).contains(sha256(jar));
            }
        }
    }

    @Test
    void everyComponent_statesItsLicence() throws IOException {
        assertThat(components())
                .hasSizeGreaterThan(50)
                .allSatisfy(component -> assertThat(licencesOf(component))
                        .as(String.valueOf(component.get("purl")))
                        .isNotEmpty());
    }

    @Test
    void everyComponent_standsAmongTheLicences() throws IOException {
        String licences = Files.readString(PRODUCT.resolve("THIRD-PARTY.txt"));
        assertThat(components().stream().filter(c -> !"io.fairlead".equals(c.get("group"))))
                .allSatisfy(component -> assertThat(licences)
                        .contains("(" + component.get("group") + ":" + component.get("name") + ":"));
    }

    @Test
    void neitherList_namesAPlaceOfThisMachine() throws IOException {
        for (String file : List.of("fairlead.cdx.json", "THIRD-PARTY.txt")) {
            assertThat(Files.readString(PRODUCT.resolve(file)))
                    .doesNotContain(
                            System.getProperty("user.home") + "/",
                            PRODUCT.toAbsolutePath().normalize().toString(),
                            "file:/");
        }
    }

    private static List<Map<?, ?>> components() throws IOException {
        Map<?, ?> bill = (Map<?, ?>)
                Objects.requireNonNull(JsonTree.read(Files.readString(PRODUCT.resolve("fairlead.cdx.json"))));
        return ((List<?>) Objects.requireNonNull(bill.get("components")))
                .stream().<Map<?, ?>>map(component -> (Map<?, ?>) component).toList();
    }

    private static List<?> licencesOf(Map<?, ?> component) {
        return component.get("licenses") instanceof List<?> licences ? licences : List.of();
    }

    private static List<String> hashes(Map<?, ?> component) {
        return component.get("hashes") instanceof List<?> hashes
                ? hashes.stream()
                        .map(hash -> String.valueOf(((Map<?, ?>) hash).get("content")))
                        .toList()
                : List.of();
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> lib = Files.list(PRODUCT.resolve("lib"));
                Stream<Path> embedded = Files.list(PRODUCT.resolve("lib-embedded"))) {
            return Stream.concat(lib, embedded)
                    .filter(file -> file.toString().endsWith(".jar"))
                    .toList();
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
