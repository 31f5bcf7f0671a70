# The sources as they are when `skaffold dev` starts. Saved files are copied into this image's pod alone: its volume is everybody's.
ARG PACKAGES
FROM ${PACKAGES}
COPY libs /image/libs
COPY services /image/services
CMD ["/node_modules/.bin/tsc", "--build", "--watch", "--preserveWatchOutput", "--pretty", "false", "services/billing", "services/customer", "services/identity", "services/journey", "services/order", "services/phantom-token"]
