import { CombinationsService } from './combinations.service.js';
import { ConsignmentForming } from './consignment-forming.js';
import { ConsignmentSending } from './consignment-sending.js';
import { ConsignmentShares } from './consignment-shares.js';
import { ConsignmentsService } from './consignments.service.js';
import { ConsignmentsController } from './http/consignments.controller.js';
import { ConsignmentCommandsConsumer } from './messaging/consignment-commands.consumer.js';
import { ConsignmentEventsConsumer } from './messaging/consignment-events.consumer.js';
import { CombinableShipments } from './storage/combinable-shipments.js';
import { ConsignmentList } from './storage/consignment-list.js';

/** What the shipments service is made of where shipments of several orders go together. */
export const consignments = {
  controllers: [ConsignmentsController, ConsignmentEventsConsumer, ConsignmentCommandsConsumer],
  providers: [
    ...[ConsignmentShares, ConsignmentForming, ConsignmentSending, ConsignmentsService, ConsignmentList],
    ...[CombinableShipments, CombinationsService],
  ],
};
