using Trainer.Augment.Images;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>
/// LeNet-5 in today's usual form, with ReLU and max-pooling: two 5×5 convolutions with 6 and 16 channels and dense
/// layers of 120 and 84. N×C×H×W images to N×K logits.
/// </summary>
/// <remarks>
/// Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
/// 1998. 61,706 parameters for 28×28×1 images and 10 classes. It has no normalisation of its own: give it images scaled
/// to 0–1 (<c>Rescale</c>) or standardised.
/// </remarks>
public sealed class LeNet : Module<Tensor, Tensor>
{
    private const int LeastSide = 12;

    private readonly Module<Tensor, Tensor> _layers;

    /// <summary>Makes the network with Keras' initial values, from Torch's global generator.</summary>
    /// <param name="shape">The shape of the images; height and width at least 12.</param>
    /// <param name="classes">K, at least 1.</param>
    /// <param name="precision">In which numbers it computes.</param>
    public LeNet(ImageShape shape, int classes, NetworkPrecision precision = NetworkPrecision.Float32)
        : base(nameof(LeNet))
    {
        if (shape.Height < LeastSide || shape.Width < LeastSide)
        {
            throw new ArgumentException(
                $"{nameof(LeNet)} needs images of at least {LeastSide}×{LeastSide} pixels; the shape is {shape}.",
                nameof(shape));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        _layers = Sequential(
        [
            ("conv1", KerasDefaults.Convolution(shape.Channels, 6, kernelSize: 5, padding: 2, precision)),
            ("relu1", ReLU()),
            ("pool1", MaxPool2d(2)),
            ("conv2", KerasDefaults.Convolution(6, 16, kernelSize: 5, padding: 0, precision)),
            ("relu2", ReLU()),
            ("pool2", MaxPool2d(2)),
            ("flatten", Flatten()),
            ("dense1", KerasDefaults.Dense(16L * Pooled(shape.Height) * Pooled(shape.Width), 120, precision)),
            ("dense1_relu", ReLU()),
            ("dense2", KerasDefaults.Dense(120, 84, precision)),
            ("dense2_relu", ReLU()),
            ("logits", KerasDefaults.Logits(84, classes, precision)),
        ]);
        register_module("layers", _layers);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Tensor images = ChannelsLast.Arrange(input);
        return _layers.call(images);
    }

    /// <summary>What is left of a side in front of the dense layers.</summary>
    private static int Pooled(int side) => ((side / 2) - 4) / 2;
}
