using Trainer.Augment.Images;
using Trainer.Core.Models;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Core.Models;

[Collection(TorchCollection.Name)]
public sealed class ModelSummaryTests
{
    private static readonly ImageShape Shape = new(8, 8, 3);

    [Fact]
    public void ToString_OfMiniVggNet_IsKerasTable()
    {
        using Model model = Model.Create(() => new MiniVggNet(Shape, classes: 4), seed: 1);

        Assert.Equal(
            """
            Model: "MiniVggNet"
            ____________________________________________________________________________
             Layer (type)                         Output Shape              Param #
            ============================================================================
             layers.block1_conv1 (Conv2d)         (None, 32, 8, 8)          896
             layers.block1_relu1 (ReLU)           (None, 32, 8, 8)          0
             layers.block1_norm1 (ImageBatchNorm) (None, 32, 8, 8)          128
             layers.block1_conv2 (Conv2d)         (None, 32, 8, 8)          9,248
             layers.block1_relu2 (ReLU)           (None, 32, 8, 8)          0
             layers.block1_norm2 (ImageBatchNorm) (None, 32, 8, 8)          128
             layers.block1_pool (MaxPool2d)       (None, 32, 4, 4)          0
             layers.block1_dropout (Dropout)      (None, 32, 4, 4)          0
             layers.block2_conv1 (Conv2d)         (None, 64, 4, 4)          18,496
             layers.block2_relu1 (ReLU)           (None, 64, 4, 4)          0
             layers.block2_norm1 (ImageBatchNorm) (None, 64, 4, 4)          256
             layers.block2_conv2 (Conv2d)         (None, 64, 4, 4)          36,928
             layers.block2_relu2 (ReLU)           (None, 64, 4, 4)          0
             layers.block2_norm2 (ImageBatchNorm) (None, 64, 4, 4)          256
             layers.block2_pool (MaxPool2d)       (None, 64, 2, 2)          0
             layers.block2_dropout (Dropout)      (None, 64, 2, 2)          0
             layers.flatten (Flatten)             (None, 256)               0
             layers.dense1 (Linear)               (None, 512)               131,584
             layers.dense1_relu (ReLU)            (None, 512)               0
             layers.dense1_norm (DenseBatchNorm)  (None, 512)               2,048
             layers.dense1_dropout (Dropout)      (None, 512)               0
             layers.logits (Linear)               (None, 4)                 2,052
            ============================================================================
            Total params: 202,020
            Trainable params: 200,612
            Non-trainable params: 1,408
            ____________________________________________________________________________

            """,
            model.Summary(Shape).ToString());
        Assert.Equal(model.CountParameters(), model.Summary(Shape).TotalParameters);
    }

    [Fact]
    public void Of_ANetwork_LeavesItsModesStatisticsAndTheGeneratorAlone() => TorchTest.Run(() =>
    {
        using var network = new MiniVggNet(Shape, classes: 4);
        Module frozen = network.named_modules().Single(pair => pair.name == "layers.block1_norm1").module;
        frozen.eval();
        double[][] before = [.. network.state_dict().Values.Select(tensor => tensor.Values())];
        Tensor generator = DefaultGenerator.GetState();

        _ = ModelSummary.Of(network, Shape);

        Assert.Equal(before, network.state_dict().Values.Select(tensor => tensor.Values()));
        Assert.Equal(generator.Values(), DefaultGenerator.GetState().Values());
        Assert.False(frozen.training);
        Assert.All(network.modules().Where(module => module != frozen), module => Assert.True(module.training));
    });

    [Fact]
    public void Of_FrozenAndUnusedLayers_CountsAndListsThem() => TorchTest.Run(() =>
    {
        using var network = new Partial();

        ModelSummary summary = ModelSummary.Of(network, new ImageShape(1, 2, 1));

        Assert.Equal(["used", "unused"], summary.Layers.Select(layer => layer.Name));
        Assert.Equal([1, 3], summary.Layers[0].OutputShape);
        Assert.Null(summary.Layers[1].OutputShape);
        Assert.Equal((9, 2), (summary.NonTrainableParameters, summary.TrainableParameters));
    });

    private sealed class Partial : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _unused = Linear(1, 1);
        private readonly Module<Tensor, Tensor> _used = Linear(2, 3);

        public Partial()
            : base(nameof(Partial))
        {
            register_module("unused", _unused);
            register_module("used", _used);
            foreach (var parameter in _used.parameters())
            {
                parameter.requires_grad = false;
            }
        }

        public override Tensor forward(Tensor input) => _used.call(input.flatten(1));
    }
}
