using Trainer.Augment.Images;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>
/// A residual network in the form for small images: a 3×3 convolution, three stages of residual blocks with 16, 32 and
/// 64 channels, global average pooling and one dense layer. N×C×H×W images to N×K logits.
/// </summary>
/// <remarks>
/// Source: K. He, X. Zhang, S. Ren and J. Sun, "Deep Residual Learning for Image Recognition", 2015, section 4.2: 6n +
/// 2 layers for n blocks per stage, shortcuts without parameters (option A), weights after K. He et al., "Delving Deep
/// into Rectifiers", 2015. 269,722 trainable parameters for n = 3, 32×32×3 images and 10 classes. Batch normalisation
/// has Keras' constants.
/// </remarks>
public sealed class ResNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers;

    /// <summary>Makes the network, with initial values from Torch's global generator.</summary>
    /// <param name="shape">The shape of the images; only the channels matter.</param>
    /// <param name="classes">K, at least 1.</param>
    /// <param name="blocks">
    /// n: residual blocks per stage, at least 1; 1 for ResNet-8, 2 for ResNet-14, 3 for ResNet-20.
    /// </param>
    /// <param name="precision">In which numbers it computes.</param>
    public ResNet(ImageShape shape, int classes, int blocks, NetworkPrecision precision = NetworkPrecision.Float32)
        : base(nameof(ResNet))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        _layers = Sequential(
        [
            ("conv1", KerasDefaults.ResidualConvolution(shape.Channels, 16, stride: 1, precision)),
            ("norm1", KerasDefaults.BatchNormOfImages(16)),
            ("relu1", ReLU()),
            .. Stage(1, blocks, 16, 16, precision),
            .. Stage(2, blocks, 16, 32, precision),
            .. Stage(3, blocks, 32, 64, precision),
            ("pool", AdaptiveAvgPool2d(1)),
            ("flatten", Flatten()),
            ("logits", KerasDefaults.Logits(64, classes, precision)),
        ]);
        register_module("layers", _layers);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Tensor images = ChannelsLast.Arrange(input);
        return _layers.call(images);
    }

    private static IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> Stage(
        int stage, int blocks, int inputs, int outputs, NetworkPrecision precision) =>
        Enumerable.Range(0, blocks).Select(block =>
            ($"stage{stage}_block{block + 1}",
                (Module<Tensor, Tensor>)new ResidualBlock(block == 0 ? inputs : outputs, outputs, precision)));
}
