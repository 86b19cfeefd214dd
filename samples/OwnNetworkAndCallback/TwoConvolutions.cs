using Trainer.Augment.Images;
using Trainer.Core.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OwnNetworkAndCallback;

/// <summary>A small network: N×C×H×W images to N×K logits. The loss adds the softmax, and so does Predict.</summary>
internal sealed class TwoConvolutions : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers;

    public TwoConvolutions(ImageShape shape, int classes)
        : base(nameof(TwoConvolutions))
    {
        // Layers with Keras' initial values; those of torch.nn do as well.
        _layers = Sequential(
            ("conv1", KerasDefaults.Convolution(shape.Channels, 8, kernelSize: 3, padding: 1)),
            ("relu1", ReLU()),
            ("pool1", MaxPool2d(2)),
            ("conv2", KerasDefaults.Convolution(8, 16, kernelSize: 3, padding: 1)),
            ("relu2", ReLU()),
            ("pool2", MaxPool2d(2)),
            ("flatten", Flatten()),
            ("logits", KerasDefaults.Logits(16 * (shape.Height / 4) * (shape.Width / 4), classes)));
        register_module("layers", _layers);
    }

    public override Tensor forward(Tensor input) => _layers.call(input);
}
