using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>Layers with Keras' constants and usual initial values, where Torch's differ.</summary>
public static class KerasDefaults
{
    /// <summary>Keras' epsilon of batch normalisation; Torch's is 1e-5.</summary>
    public const double BatchNormEpsilon = 1e-3;

    /// <summary>Keras' moving-average momentum of 0.99, in Torch's convention (the weight of the new value).</summary>
    public const double BatchNormMomentum = 0.01;

    /// <summary>A 3×3 convolution with padding "same", Glorot-uniform weights and zero biases.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="precision">In which numbers it computes.</param>
    public static Module<Tensor, Tensor> Conv3x3(
        long inputs, long outputs, NetworkPrecision precision = NetworkPrecision.Float32) =>
        Convolution(inputs, outputs, kernelSize: 3, padding: 1, precision);

    /// <summary>A convolution with stride 1, Glorot-uniform weights and zero biases.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernelSize">The side of the kernel, in pixels.</param>
    /// <param name="padding">Rows and columns of zeros around the image.</param>
    /// <param name="precision">In which numbers it computes.</param>
    public static Module<Tensor, Tensor> Convolution(
        long inputs, long outputs, int kernelSize, int padding, NetworkPrecision precision = NetworkPrecision.Float32)
    {
        // TorchSharp's constructor leaves a tensor behind, which the scope disposes; the layer's own are not part of
        // it.
        using DisposeScope scope = NewDisposeScope();
        Conv2d layer = Conv2d(inputs, outputs, kernelSize, padding: padding);
        init.xavier_uniform_(layer.weight);
        init.zeros_(layer.bias!);
        return precision == NetworkPrecision.BFloat16 ? new BFloat16Conv2d(layer) : layer;
    }

    /// <summary>
    /// A 3×3 convolution of a residual network: padding "same", no biases, normal weights of variance 2 / fan-in.
    /// </summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="stride">1, or 2 to halve the sides.</param>
    /// <param name="precision">In which numbers it computes.</param>
    public static Module<Tensor, Tensor> ResidualConvolution(
        long inputs, long outputs, int stride, NetworkPrecision precision = NetworkPrecision.Float32)
    {
        Conv2d layer = Conv2d(inputs, outputs, kernel_size: 3, stride: stride, padding: 1, bias: false);
        init.kaiming_normal_(layer.weight, nonlinearity: init.NonlinearityType.ReLU);
        return precision == NetworkPrecision.BFloat16 ? new BFloat16Conv2d(layer) : layer;
    }

    /// <summary>A fully connected layer with Glorot-uniform weights and zero biases.</summary>
    /// <param name="inputs">Input features.</param>
    /// <param name="outputs">Output features.</param>
    /// <param name="precision">In which numbers it computes.</param>
    public static Module<Tensor, Tensor> Dense(
        long inputs, long outputs, NetworkPrecision precision = NetworkPrecision.Float32)
    {
        Linear layer = GlorotLinear(inputs, outputs);
        return precision == NetworkPrecision.BFloat16 ? new BFloat16Linear(layer) : layer;
    }

    /// <summary>The last layer: a fully connected one that gives float32 in any precision.</summary>
    /// <param name="inputs">Input features.</param>
    /// <param name="classes">K.</param>
    /// <param name="precision">In which numbers it computes.</param>
    public static Module<Tensor, Tensor> Logits(
        long inputs, long classes, NetworkPrecision precision = NetworkPrecision.Float32)
    {
        Linear layer = GlorotLinear(inputs, classes);
        return precision == NetworkPrecision.BFloat16 ? new BFloat16Linear(layer, ScalarType.Float32) : layer;
    }

    /// <summary>
    /// Batch normalisation over N, H and W. Keras' (fused) form keeps the unbiased running variance here, as Torch
    /// does.
    /// </summary>
    /// <param name="channels">C.</param>
    public static Module<Tensor, Tensor> BatchNormOfImages(long channels) =>
        new ImageBatchNorm(channels);

    /// <summary>Batch normalisation over N, with Keras' biased running variance.</summary>
    /// <param name="features">Features.</param>
    public static Module<Tensor, Tensor> BatchNormOfFeatures(long features) => new DenseBatchNorm(features);

    private static Linear GlorotLinear(long inputs, long outputs)
    {
        Linear layer = Linear(inputs, outputs);
        init.xavier_uniform_(layer.weight!);
        init.zeros_(layer.bias!);
        return layer;
    }
}
