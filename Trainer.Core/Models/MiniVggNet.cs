using TorchSharp.Modules;
using Trainer.Augment.Images;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>
/// The tutorial's network: two blocks of two 3×3 convolutions with 32 and 64 channels, and a dense layer of 512.
/// N×C×H×W images to N×K logits.
/// </summary>
/// <remarks>
/// A smaller relative of VGG (K. Simonyan and A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image
/// Recognition", 2014) by A. Rosebrock. 8,466,225 parameters for 64×64×3 images and 17 classes, 8,464,817 of them
/// trainable. The softmax is left to the loss and to <c>Predict</c>.
/// </remarks>
public sealed class MiniVggNet : Module<Tensor, Tensor>
{
    private readonly Sequential _layers;

    /// <summary>Makes the network with Keras' initial values, from Torch's global generator.</summary>
    /// <param name="shape">The shape of the images; height and width at least 4.</param>
    /// <param name="classes">K, at least 1.</param>
    /// <param name="precision">In which numbers it computes.</param>
    public MiniVggNet(ImageShape shape, int classes, NetworkPrecision precision = NetworkPrecision.Float32)
        : base(nameof(MiniVggNet))
    {
        if (shape.Height < 4 || shape.Width < 4)
        {
            throw new ArgumentException(
                $"{nameof(MiniVggNet)} halves its images twice and needs at least 4×4 pixels; the shape is {shape}.",
                nameof(shape));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        long features = 64L * (shape.Height / 4) * (shape.Width / 4);
        _layers = Sequential(
        [
            .. ConvolutionBlock("block1", shape.Channels, 32, precision),
            .. ConvolutionBlock("block2", 32, 64, precision),
            ("flatten", Flatten()),
            ("dense1", KerasDefaults.Dense(features, 512, precision)),
            ("dense1_relu", ReLU()),
            ("dense1_norm", KerasDefaults.BatchNormOfFeatures(512)),
            ("dense1_dropout", Dropout(0.5)),
            ("logits", KerasDefaults.Logits(512, classes, precision)),
        ]);
        register_module("layers", _layers);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Tensor images = ChannelsLast.Arrange(input);
        return _layers.call(images);
    }

    private static (string Name, Module<Tensor, Tensor> Layer)[] ConvolutionBlock(
        string name, long inputs, long outputs, NetworkPrecision precision) =>
    [
        ($"{name}_conv1", KerasDefaults.Conv3x3(inputs, outputs, precision)),
        ($"{name}_relu1", ReLU()),
        ($"{name}_norm1", KerasDefaults.BatchNormOfImages(outputs)),
        ($"{name}_conv2", KerasDefaults.Conv3x3(outputs, outputs, precision)),
        ($"{name}_relu2", ReLU()),
        ($"{name}_norm2", KerasDefaults.BatchNormOfImages(outputs)),
        ($"{name}_pool", MaxPool2d(2)),
        ($"{name}_dropout", Dropout(0.25)),
    ];
}
