package org.waymark.descriptors.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.testing.Mutations;
import org.waymark.core.testing.Python;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/** PyTorch reads what we write, and we read what PyTorch writes. */
@Tag("peer")
class TorchPeerTest {

  @TempDir Path folder;

  @Test
  void shouldReadTensorsOfEveryTypeAndLayoutInBothForms() throws Exception {
    Python.with("torch")
        .run(
            folder,
            """
            import torch
            a = torch.arange(24.).reshape(2, 3, 4) / 8
            shared = torch.arange(10.)
            d = {'f32': a, 'f64': a.double(), 'f16': a.half(), 'bf16': a.bfloat16(),
                 'transposed': a.transpose(0, 2), 'sliced': a[:, 1:, ::2],
                 'view1': shared[2:5], 'view2': shared[5:], 'tied': shared, 'again': shared,
                 'last': a.contiguous(memory_format=torch.contiguous_format)[1],
                 'channels_last': torch.arange(16.).reshape(1, 2, 2, 4).to(memory_format=torch.channels_last),
                 'scalar': torch.tensor(2.5), 'empty': torch.zeros(0, 3),
                 'parameter': torch.nn.Parameter(torch.ones(2)),
                 'bn.num_batches_tracked': torch.tensor(7)}
            torch.save(d, 'zip.pth')
            torch.save(d, 'legacy.pth', _use_new_zipfile_serialization=False)
            torch.save(d, 'protocol4.pth', pickle_protocol=4)
            """);

    for (String name : List.of("zip", "legacy", "protocol4")) {
      Checkpoint checkpoint = Checkpoint.read(folder.resolve(name + ".pth"));
      assertThat(checkpoint.form())
          .isEqualTo(
              name.equals("legacy") ? Checkpoint.Form.TORCH_LEGACY : Checkpoint.Form.TORCH_ZIP);
      Weights weights = ((Checkpoint.Parameters) checkpoint).weights();
      assertThat(weights.tensors().keySet())
          .containsExactly(
              "f32",
              "f64",
              "f16",
              "bf16",
              "transposed",
              "sliced",
              "view1",
              "view2",
              "tied",
              "again",
              "last",
              "channels_last",
              "scalar",
              "empty",
              "parameter");
      for (String type : List.of("f32", "f64", "f16", "bf16")) {
        assertThat(weights.get(type).shape()).containsExactly(2, 3, 4);
        for (int i = 0; i < 24; i++) {
          assertThat(weights.get(type).values()[i]).as("%s %s", name, type).isEqualTo(i / 8f);
        }
      }
      assertThat(weights.get("transposed").shape()).containsExactly(4, 3, 2);
      assertThat(weights.get("transposed").values()).startsWith(0, 12 / 8f, 4 / 8f, 16 / 8f);
      assertThat(weights.get("sliced").shape()).containsExactly(2, 2, 2);
      assertThat(weights.get("sliced").values())
          .containsExactly(4 / 8f, 6 / 8f, 1, 10 / 8f, 2, 18 / 8f, 20 / 8f, 22 / 8f);
      assertThat(weights.get("view1").values()).containsExactly(2, 3, 4);
      assertThat(weights.get("view2").values()).containsExactly(5, 6, 7, 8, 9);
      assertThat(weights.get("tied").values()).hasSize(10).startsWith(0, 1);
      assertThat(weights.get("last").values()).startsWith(12 / 8f, 13 / 8f);
      assertThat(weights.get("channels_last").values()).startsWith(0, 1, 2, 3, 4);
      assertThat(weights.get("scalar").values()).containsExactly(2.5f);
      assertThat(weights.get("empty").shape()).containsExactly(0, 3);
      assertThat(weights.get("parameter").values()).containsExactly(1, 1);
    }
  }

  /** As the reference's training writes them, and others that are met. */
  @Test
  void shouldFindTheParametersBesideEverythingElse() throws Exception {
    Python.with("torch")
        .run(
            folder,
            """
            import argparse, collections, numpy, torch
            net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))
            optimizer = torch.optim.Adam(net.parameters())
            net(torch.rand(1, 3, 8, 8)).sum().backward()
            optimizer.step()
            scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [3, 5])
            beside = {'step': 3, 'optimizer': optimizer.state_dict(), 'scheduler': scheduler.state_dict(),
                      'params': argparse.Namespace(lr=.1, device=torch.device('cpu'), t=torch.float16),
                      'best': numpy.float64(.5), 'history': numpy.arange(3), 'ids': {1, 2},
                      'counts': collections.defaultdict(list, a=[1])}
            state = net.state_dict()
            parallel = torch.nn.DataParallel(net).state_dict()
            for legacy in (False, True):
                def save(what, name):
                    torch.save(what, f'{name}{"-legacy" if legacy else ""}.pth',
                               _use_new_zipfile_serialization=not legacy)
                save({**beside, 'model_state_dict': state}, 'reference')
                save({**beside, 'state_dict': parallel}, 'parallel')
                save(state, 'bare')
                save(net, 'module')
                save({'num_pcs': 2, 'state_dict': {'WPCA.0.weight': torch.ones(2, 4, 1, 1),
                                                   'WPCA.0.bias': torch.zeros(2)}}, 'whitening')
                save(beside, 'nothing')
            """);

    for (String form : List.of("", "-legacy")) {
      for (String name : List.of("reference", "parallel", "bare")) {
        Checkpoint.Parameters found = parameters(name + form);
        assertThat(found.place())
            .isEqualTo(
                switch (name) {
                  case "reference" -> "model_state_dict";
                  case "parallel" -> "state_dict";
                  default -> "";
                });
        assertThat(found.weights().tensors().keySet())
            .containsExactly(
                "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var");
      }
      assertThat(parameters("whitening" + form).weights().get("WPCA.0.weight").shape())
          .containsExactly(2, 4, 1, 1);
      assertThatThrownBy(() -> parameters("module" + form))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("torch.nn.modules.container.Sequential")
          .hasMessageContaining("model.state_dict()");
      assertThatThrownBy(() -> parameters("nothing" + form))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("it holds: step, optimizer, scheduler");
    }
  }

  @Test
  void shouldKnowAProgramWithoutReadingIt() throws Exception {
    Python.with("torch")
        .run(folder, "import torch; torch.jit.script(torch.nn.Linear(2, 2)).save('program.pt')");

    Path file = folder.resolve("program.pt");
    assertThat(Checkpoint.read(file)).isEqualTo(new Checkpoint.Script(file));
  }

  @Test
  void shouldWriteWhatLoadsStrictlyWithAndWithoutWeightsOnly() throws Exception {
    SequencedMap<String, Tensor> network = new LinkedHashMap<>();
    network.put("0.weight", new Tensor(List.of(2, 1, 1, 2), new float[] {1, 2, 3, 4.5f}));
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      network.put("1." + part, new Tensor(List.of(2), new float[] {5, 6}));
    }
    SequencedMap<String, Tensor> whitening = new LinkedHashMap<>();
    whitening.put("WPCA.0.weight", Tensor.filled(List.of(1, 2, 1, 1), 2));
    Path file = folder.resolve("ours.pth");
    try (OutputStream out = Files.newOutputStream(file)) {
      TorchWriter.write(new Weights(network), new Weights(whitening), 1, out);
    }

    assertThat(
            Python.with("torch")
                .run(
                    folder,
                    """
                    import inspect, torch
                    net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, (1, 2), bias=False), torch.nn.BatchNorm2d(2))
                    kinds = [{}]
                    if 'weights_only' in inspect.signature(torch.load).parameters:
                        kinds = [{'weights_only': False}, {'weights_only': True}]
                    for kind in kinds:
                        c = torch.load('ours.pth', **kind)
                        print(net.load_state_dict(c['model_state_dict'], strict=True))
                        print(net[0].weight.flatten().tolist(), net[1].running_var.tolist())
                        print(net[1].num_batches_tracked.dtype, c['num_pcs'], c['state_dict']['WPCA.0.weight'].shape)
                    torch.save(net.state_dict(), 'theirs.pth')
                    """))
        .isEqualTo(
            """
            <All keys matched successfully>
            [1.0, 2.0, 3.0, 4.5] [5.0, 6.0]
            torch.int64 1 torch.Size([1, 2, 1, 1])
            """
                .repeat(2));
    assertThat(parameters("theirs").weights().get("0.weight").values())
        .containsExactly(1, 2, 3, 4.5f);
    assertThat(parameters("ours").place()).isEqualTo("model_state_dict and state_dict");
    assertThat(parameters("ours").weights().tensors().keySet())
        .startsWith("0.weight", "1.weight")
        .endsWith("WPCA.0.weight");
  }

  @Test
  void shouldSurviveDamageToFilesOfPyTorch() throws Exception {
    Python.with("torch")
        .run(
            folder,
            """
            import torch
            net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))
            torch.save({'model_state_dict': net.state_dict(), 'step': 1}, 'zip.pth')
            torch.save({'model_state_dict': net.state_dict(), 'step': 1}, 'legacy.pth',
                       _use_new_zipfile_serialization=False)
            """);
    for (String form : List.of("zip", "legacy")) {
      Mutations.run(
          List.of(Files.readAllBytes(folder.resolve(form + ".pth"))),
          1_000,
          5,
          folder,
          Checkpoint::read);
    }
  }

  private Checkpoint.Parameters parameters(String name) {
    return (Checkpoint.Parameters) Checkpoint.read(folder.resolve(name + ".pth"));
  }
}
